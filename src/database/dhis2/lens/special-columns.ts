import { type RawBuilder, sql } from 'kysely';
import type { ActualColumns } from './catalogue.js';

/** What a column of 2.42 is in a table with the given columns, where that is not a column of another name; undefined where it is as in 2.42. */
type Special = (found: ActualColumns) => RawBuilder<unknown> | undefined;

/** Columns of 2.42 that others are made of, by table. */
export const SPECIAL_COLUMNS: Readonly<Record<string, Readonly<Record<string, Special>>>> = {
  userinfo: {
    name: (found) => (found.has('name') ? undefined : sql`source.firstname || ' ' || source.surname`),
    // One secret told all before there were several ways (contract: schema.md §4.2).
    twofactortype: (found) =>
      found.has('twofactortype')
        ? undefined
        : sql`case when source.secret is null then 'NOT_ENABLED' when source.secret like 'APPROVAL\\_%' then 'ENROLLING_TOTP' else 'TOTP_ENABLED' end`,
    secret: (found) => (found.has('twofactortype') ? undefined : sql`regexp_replace(source.secret, '^APPROVAL_', '')`),
  },
  // From 2.42 each has one.
  trackedentitytype: { shortname: (found) => (found.has('shortname') ? undefined : sql`left(source.name, 50)`) },
  systemsetting: {
    // Up to 2.41 values are JSON, and numbers and truth values, too, are read as text (contract: schema.md §2.9).
    value: (found) => (found.has('translations') ? sql`orderly_dhis2.plain_setting(source.value)` : undefined),
  },
};
