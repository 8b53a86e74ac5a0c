/** The failures of mails and their links, with the status and the text of each. */
export const emailCodes = {
	LINK_INVALID: {
		status: 400,
		message: 'This link does not work any more: it was used, or it is too old. Ask for a new one.'
	},
	LINK_PASSWORD_WRONG: {
		status: 400,
		message: 'This is not the password of this account. Check it and try again.'
	},
	EMAIL_NOT_VERIFIED: {
		status: 403,
		message:
			'Confirm your email first: we have sent you a link. Open it, or have another one sent to you.'
	}
} as const;
