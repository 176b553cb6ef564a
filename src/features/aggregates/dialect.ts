import type { Db } from '../../database/index.js';
import type { Dialect } from '../../http/index.js';
import { readSettings } from '../settings/index.js';
import { answerError, switchedOff } from './errors.js';
import { routedPath } from './paths.js';
import type { Tokens } from './tokens.js';

/** AtScale's API beside DHIS2's: answers in its own envelope only, and can be switched off (contract: aggregates.md §2 no. 8, §2.1, §2.3). */
export const atScaleDialect = (db: Db, tokens: Tokens): Dialect => ({
  routed: routedPath,
  async admit() {
    const { aggregatesApiEnabled } = await readSettings(db);
    if (!aggregatesApiEnabled) throw switchedOff();
  },
  identify: (request) => tokens.identify(request),
  answerError,
});
