/** The message where the server cannot be reached. In a file of its own, because it is the only one that a page loads at once. */
export const offline =
	'The server cannot be reached, so the sign-out may not have happened. Check your connection and try again.';
