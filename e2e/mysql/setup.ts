import { provideMysql } from '../support/mysql.js';

/** One MariaDB for all tests of a run. */
export default provideMysql;
