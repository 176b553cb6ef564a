import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { type Locale, parseLocale } from '../../kernel/locale.js';
import { readUserSettings } from '../settings/index.js';

/** The language of the user's interface. */
export async function localeOf(db: Db, user: CurrentUser): Promise<Locale | undefined> {
  const { keyUiLocale } = await readUserSettings(db, user.id);
  return parseLocale(keyUiLocale);
}
