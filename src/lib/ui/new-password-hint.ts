/** What a new password is told to be. */
export const NEW_PASSWORD_HINT = 'At least 8 characters. A few unrelated words make a good one.';
