/**
 * Checks, in development, that the form of a button is one that a browser keeps: HTML has no form inside another, so
 * before JavaScript the outer one would be submitted, and nobody signed out.
 *
 * @param formId the `formId` of the button
 * @throws with what to write instead
 *
 * @example
 * ```ts
 * if (DEV) checkForm(button, formId);
 * ```
 */
export function checkForm(button: HTMLElement, formId: string | undefined): void {
	const id = formId ?? 'sign-out';
	const advice = `Put \`<form id="${id}"></form>\` outside of every other form, and give the button \`formId="${id}"\`.`;
	if (formId !== undefined) {
		if (document.getElementById(formId) instanceof HTMLFormElement) return;
		throw new Error(`<SignOutButton> has a formId, but the page has no such form. ${advice}`);
	}
	if (button.closest('form')?.parentElement?.closest('form')) {
		throw new Error(
			'<SignOutButton> stands inside another form. Before JavaScript that form would be submitted, and nobody ' +
				`signed out. ${advice}`
		);
	}
}
