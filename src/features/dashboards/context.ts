import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Pictures } from './charts/picture.js';
import type { DigitGroupSeparator } from './number-format.js';

/** For whom, and in which surroundings, a dashboard is rendered. */
export interface RenderContext {
  readonly db: Db;
  /** Whose rights, organisation units and language count. */
  readonly user: CurrentUser;
  readonly now: Date;
  /** Where people reach this server, without a slash at the end. */
  readonly baseUrl: string;
  /** Language of the user for names of objects, e.g. `pt_BR`. */
  readonly locale: string;
  /** The user wants short names. */
  readonly shortNames: boolean;
  /** For favourites that say nothing about it. */
  readonly separator: DigitGroupSeparator;
  readonly pictures: Pictures;
}
