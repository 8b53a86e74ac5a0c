import type { RequestEvent } from '@sveltejs/kit';

/** What a feature takes out of a browser that is signed out, such as its cookies. It asks no database. */
export type SignOutStep = (event: RequestEvent) => void;
