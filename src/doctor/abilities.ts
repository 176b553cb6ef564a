import { columnFor, tablesFor } from '../database/dhis2/index.js';
import type { Reader } from '../database/guard/index.js';
import { FEATURES, type Feature, type Want } from './features.js';
import type { Relations, Right } from './relations.js';
import type { ServerFacts } from './server-facts.js';

/** What a part of Orderly can do with a database. */
export interface Ability {
  readonly name: string;
  readonly isEssential: boolean;
  readonly state: 'ready' | 'limited' | 'not possible';
  /** `table x`, `column x.y`, in the names that 2.42 has. */
  readonly missing: readonly string[];
  /** Rights that this role lacks, in words. */
  readonly rights: readonly string[];
  /** What it does without. */
  readonly limits: readonly string[];
  /** Rights on tables and sequences that are missing, and the statements that give the others. */
  readonly lacking: readonly Lack[];
  readonly otherGrants: readonly string[];
}

/** Compares what every feature needs with what is there and allowed; versions differ in names, which the catalogue tells. */
export function judgeAbilities(found: Found): readonly Ability[] {
  return FEATURES.map((feature) => judge(feature, found));
}

/** What was found in a database. */
export interface Found {
  readonly relations: Relations;
  readonly server: ServerFacts;
  readonly databaseName: string;
  /** By table those of `public` that refer to it. */
  readonly referrers: ReadonlyMap<string, readonly string[]>;
  /** Tables that Orderly knows, in the names of 2.42. */
  readonly known: readonly string[];
  /** The role of SQL views. */
  readonly reader: Reader;
}

function judge(feature: Feature, found: Found): Ability {
  const { relations, server } = found;
  const wanted = wantedTables(feature, found);
  const missing = missingObjects(wanted, relations);
  const lacking = lackingRights(wanted, relations);
  const made = [...makingRights(feature, found), ...rightsForViews(feature, found)];
  const rights = [...words(lacking), ...made.map(({ words: text }) => text)];
  const limits = (feature.wants ?? []).map((want) => limitOf(want, server)).filter((limit) => limit !== undefined);
  return {
    name: feature.name,
    isEssential: feature.isEssential === true,
    state: missing.length + rights.length > 0 ? 'not possible' : limits.length > 0 ? 'limited' : 'ready',
    missing,
    rights,
    limits,
    lacking,
    otherGrants: made.flatMap(({ grant }) => (grant === undefined ? [] : [grant])),
  };
}

interface WantedTable {
  /** As 2.42 has it. */
  readonly name: string;
  /** As this database has it: two for events of 2.43. */
  readonly tables: readonly string[];
  readonly columns: readonly string[];
  readonly rights: readonly Right[];
}

function wantedTables(feature: Feature, { relations, referrers, known }: Found): readonly WantedTable[] {
  const split = (text: string | undefined): readonly string[] => (text ?? '').split(' ').filter((word) => word !== '');
  const always = [...new Set([...Object.keys(feature.reads ?? {}), ...Object.keys(feature.changes ?? {})])];
  const there = Object.keys(feature.whereThere ?? {}).filter((name) =>
    tablesFor(name, relations).some((table) => relations.has(table)),
  );
  const all = {
    'known tables': known,
    'generated tables': [...relations.keys()].filter((name) => GENERATED.test(name)),
  };
  const others = (feature.readsAll ? all[feature.readsAll] : []).filter(
    (name) => !always.includes(name) && tablesFor(name, relations).some((table) => relations.has(table)),
  );
  const sequences = split(feature.draws).map((name) => ({
    name,
    tables: [name],
    columns: [],
    rights: ['usage'] as const,
  }));
  const tables = [...always, ...there, ...others].map((name) => ({
    name,
    tables: tablesFor(name, relations),
    columns: split(feature.reads?.[name]),
    // Whoever deletes or changes rows has to find them.
    rights: ['select', ...(split(feature.changes?.[name] ?? feature.whereThere?.[name]) as readonly Right[])] as const,
  }));
  const named = new Set(tables.flatMap((table) => table.tables));
  const referring = split(feature.asksWhoRefersTo)
    .flatMap((name) => tablesFor(name, relations))
    .flatMap((table) => referrers.get(table) ?? [])
    .filter((table) => !named.has(table))
    .map((table) => ({ name: table, tables: [table], columns: [], rights: ['select'] as const }));
  return [...tables, ...referring, ...sequences];
}

function missingObjects(wanted: readonly WantedTable[], relations: Relations): readonly string[] {
  return wanted.flatMap(({ name, tables, columns, rights }) => {
    const found = tables.map((table) => relations.get(table)).filter((relation) => relation !== undefined);
    if (found.length === 0) return [`${rights.includes('usage') ? 'sequence' : 'table'} ${name}`];
    return columns
      .filter((column) => !found.some((relation) => columnFor(column, relation.columns) !== undefined))
      .map((column) => `column ${name}.${column}`);
  });
}

export interface Lack {
  readonly table: string;
  readonly right: Right;
}

const lackingRights = (wanted: readonly WantedTable[], relations: Relations): readonly Lack[] =>
  wanted.flatMap(({ tables, rights }) =>
    tables.flatMap((table) => {
      const relation = relations.get(table);
      return relation ? rights.filter((right) => !relation.rights.has(right)).map((right) => ({ table, right })) : [];
    }),
  );

const RIGHTS: readonly Right[] = ['select', 'insert', 'update', 'delete', 'usage'];

const byRight = (lacks: readonly Lack[]): readonly (readonly [Right, readonly string[]])[] =>
  RIGHTS.map(
    (right) => [right, lacks.filter((lack) => lack.right === right).map(({ table }) => table)] as const,
  ).filter(([, tables]) => tables.length > 0);

const words = (lacks: readonly Lack[]): readonly string[] =>
  byRight(lacks).map(([right, tables]) => `${right} on ${tables.join(', ')}`);

/** Every DHIS2 has it; its owner is DHIS2's role. */
const OF_DHIS2 = 'organisationunit';

interface MakingRight {
  readonly words: string;
  readonly grant?: string;
}

const GENERATED = /^(analytics(_|$)|_view_|aggregated_)/;

/** A table that DHIS2 made can only be replaced by its owner, or by a member of that role; and only one that belongs to its role can it read and replace itself. */
function makingRights(
  { makes, reads, changes }: Feature,
  { relations, server: { role }, databaseName }: Found,
): readonly MakingRight[] {
  const lacks: MakingRight[] = [];
  const me = quoted(role.name);
  if (makes === 'schemas' && !role.mayCreateSchemas)
    lacks.push({
      words: `create on database ${databaseName}`,
      grant: `grant create on database ${quoted(databaseName)} to ${me};`,
    });
  if ((reads ?? changes) !== undefined && !role.mayUsePublic)
    lacks.push({ words: 'usage on schema public', grant: `grant usage on schema public to ${me};` });
  if (makes !== 'generated tables' && makes !== 'SQL views') return lacks;
  if (!role.mayCreateInPublic)
    lacks.push({ words: 'create on schema public', grant: `grant create on schema public to ${me};` });
  const owners = [...relations.values()]
    .filter(({ name, isOwn }) => (GENERATED.test(name) || name === OF_DHIS2) && !isOwn)
    .map(({ owner }) => owner);
  for (const owner of new Set(owners))
    lacks.push({
      words: `membership of ${owner}, to which tables belong that are replaced`,
      grant: `grant ${quoted(owner)} to ${me};`,
    });
  return lacks;
}

/** The role of SQL views is made by whoever may make roles: that is not Orderly's, as a rule. Its views belong to DHIS2's role as well, which reads and replaces them. */
function rightsForViews({ makes }: Feature, { relations, server: { role }, reader }: Found): readonly MakingRight[] {
  if (makes !== 'SQL views' || role.mayCreateRoles || (reader.usable && reader.outsider === null)) return [];
  const members = [...new Set([role.name, relations.get(OF_DHIS2)?.owner ?? role.name])].map(quoted).join(', ');
  return [
    ...(reader.exists ? [] : [{ words: `the role ${reader.name}`, grant: `create role ${reader.name} nologin;` }]),
    { words: `membership of ${reader.name}`, grant: `grant ${reader.name} to ${members};` },
    {
      words: `usage and create on schema public for ${reader.name}`,
      grant: `grant usage, create on schema public to ${reader.name};`,
    },
  ];
}

const LIMITS: Readonly<Record<Want, (server: ServerFacts) => string | undefined>> = {
  activity: ({ role }) =>
    role.seesActivity ? undefined : 'without pg_read_all_stats it does not see what other sessions do',
  postgis: ({ extensions }) =>
    extensions.some(({ name }) => name === 'postgis') ? undefined : 'no geometry columns without postgis',
};

const limitOf = (want: Want, server: ServerFacts): string | undefined => LIMITS[want](server);

const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Statements that give all missing rights, for whoever owns the tables: one for each right, and those for schemas and roles. */
export function grantsFor(abilities: readonly Ability[], role: string): readonly string[] {
  const lacks = byRight(abilities.flatMap(({ lacking }) => lacking));
  return [
    ...new Set(abilities.flatMap(({ otherGrants }) => otherGrants)),
    ...lacks.map(([right, tables]) => {
      const names = [...new Set(tables)].sort().map(quoted).join(', ');
      return `grant ${right} on ${right === 'usage' ? 'sequence ' : ''}${names} to ${quoted(role)};`;
    }),
  ];
}
