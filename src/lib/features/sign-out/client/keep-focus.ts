/**
 * Moves the focus to what is left of the place where it was, if it has fallen to the page: to what names the menu that is
 * gone, as its trigger does (ARIA Authoring Practices, menu button), else to the nearest element around the button.
 *
 * @param path where the click went through, from the inside to the outside
 *
 * @example
 * ```ts
 * keepFocus(event.composedPath());
 * ```
 */
export function keepFocus(path: EventTarget[]): void {
	const { body, documentElement: root } = document;
	const isLost = () => !document.activeElement || document.activeElement === body;
	if (!isLost()) return;
	const around = path.filter((target) => target instanceof HTMLElement);
	const names = around.flatMap((element) => {
		const id = element.getAttribute('aria-labelledby');
		return (id && document.getElementById(id)) || [];
	});
	for (const element of [...names, ...around]) {
		if (!element.isConnected || element === body || element === root) continue;
		element.focus({ preventScroll: true });
		if (isLost()) {
			element.tabIndex = -1;
			element.focus({ preventScroll: true });
		}
		if (!isLost()) return;
	}
}
