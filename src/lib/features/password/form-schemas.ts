import { zod4 } from 'sveltekit-superforms/adapters';
import { signInSchema, signUpSchema } from '../../schemas.js';

// To be imported by the first form that is posted, and not before: superforms' adapters come in one module, which brings
// the libraries of them all along. With the kit they would be most of what it adds to a cold start.

/** The sign-in form, as superforms reads it. */
export const signInForm = zod4(signInSchema);

/** The sign-up form, as superforms reads it. */
export const signUpForm = zod4(signUpSchema);
