import type { FormData, FormProps } from '../../../ui/form-props.js';

/** The props of a form that asks for a mail to an email. */
export interface EmailRequestProps extends FormProps<'email'> {
	data: FormData<{ email: string }>;
	done?: string | undefined;
}
