const LOCAL = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a host is the machine of whoever asks, as browsers see it: they look up no name below localhost.
 *
 * @example
 * ```ts
 * isLocalHost('127.0.0.1'); // true
 * isLocalHost('[::1]'); // true, as `URL` writes it
 * ```
 */
export const isLocalHost = (hostname: string): boolean => LOCAL.test(hostname);
