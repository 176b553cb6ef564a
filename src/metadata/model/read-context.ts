import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** For whom a statement reads, and how they want it. */
export interface ReadContext {
  readonly user: CurrentUser;
  /** `http://host/api/42`, for links. */
  readonly apiRoot: string;
  /** Language of display names, as an expression. */
  readonly locale: RawBuilder<string | null>;
}

/** Bytes before the text of a setting that was serialised as a string (contract: schema.md §2.9). */
const STRING_PREFIX = '\\xaced000574';

/** What a reader gets who chose no language: the user's language for data, else the system's. Worked out once in each statement, and only if something is translated. */
export function localeOf(user: CurrentUser): RawBuilder<string | null> {
  return sql`(select coalesce(
    (
      select convert_from(substring(usersetting.value from 8), 'UTF8')
      from usersetting
      where usersetting.userinfoid = ${user.id} and usersetting.name = 'keyDbLocale'
        and substring(usersetting.value from 1 for 5) = ${STRING_PREFIX}::bytea
    ),
    (select systemsetting.value from systemsetting where systemsetting.name = 'keyDbLocale')
  ))`;
}

export function readContext(
  user: CurrentUser,
  apiRoot: string,
  options: { readonly locale?: string | undefined; readonly translate?: boolean | undefined } = {},
): ReadContext {
  const { locale, translate = true } = options;
  return {
    user,
    apiRoot,
    locale: translate ? (locale === undefined ? localeOf(user) : sql`${locale}::text`) : sql`null::text`,
  };
}
