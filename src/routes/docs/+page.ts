import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { FIRST } from '../../docs/contents.js';

export const load = () => redirect(307, resolve(`/docs/${FIRST}`));
