import { providePostgres } from './postgres.js';

/** One PostgreSQL for all unit tests of a run. */
export default providePostgres;
