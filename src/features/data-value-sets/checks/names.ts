import { sql } from 'kysely';

/** What the payload calls the objects of a value; empty where it calls them nothing. */
export const element = sql`coalesce(element.name, '')`;
export const period = sql`coalesce(period.name, '')`;
export const unit = sql`coalesce(unit.name, '')`;
export const combo = sql`coalesce(combo.name, '')`;
export const attributeCombo = sql`coalesce(attribute_combo.name, '')`;
