/**
 * Removes from the Cache API what must be in no cache: responses with `no-store`, as every response for a signed-in user
 * has. A service worker that stores every response puts them there.
 *
 * @example
 * ```ts
 * await dropNoStore();
 * ```
 */
export async function dropNoStore(): Promise<void> {
	try {
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			const requests = await cache.keys();
			await Promise.all(
				requests.map(async (request) => {
					const response = await cache.match(request, { ignoreVary: true });
					const control = response?.headers.get('cache-control');
					if (control?.includes('no-store')) await cache.delete(request, { ignoreVary: true });
				})
			);
		}
	} catch {
		// There is none without https, nor where cookies are blocked.
	}
}
