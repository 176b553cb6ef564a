import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { importing } = importsOf({ request: (...args) => server.request(...args) });

/** What can be wrong with an object. */
const FAULTS = ['none', 'none', 'none', 'none', 'none', 'reference', 'nameless', 'value', 'long', 'zero'] as const;
type Fault = (typeof FAULTS)[number];

/** A type of the model: how an object of it is written, and to what it refers. */
interface Kind {
  readonly plural: string;
  readonly letter: string;
  /** The property with references, and to which kind; a list unless `single`. */
  readonly link?: { readonly property: string; readonly to: string; readonly single?: boolean };
  readonly needed: Readonly<Record<string, unknown>>;
  readonly short: boolean;
}

const KINDS: readonly Kind[] = [
  { plural: 'optionSets', letter: 'S', needed: { valueType: 'TEXT' }, short: false },
  {
    plural: 'dataElements',
    letter: 'E',
    needed: { valueType: 'TEXT', domainType: 'AGGREGATE', aggregationType: 'NONE' },
    link: { property: 'optionSet', to: 'optionSets', single: true },
    short: true,
  },
  {
    plural: 'dataElementGroups',
    letter: 'G',
    needed: {},
    link: { property: 'dataElements', to: 'dataElements' },
    short: true,
  },
  { plural: 'categoryOptions', letter: 'O', needed: {}, short: true },
  {
    plural: 'categories',
    letter: 'C',
    needed: { dataDimensionType: 'DISAGGREGATION' },
    link: { property: 'categoryOptions', to: 'categoryOptions' },
    short: true,
  },
  {
    plural: 'organisationUnits',
    letter: 'U',
    needed: { openingDate: '2020-01-01' },
    link: { property: 'parent', to: 'organisationUnits', single: true },
    short: true,
  },
];

const POOL = 5;

/** One object of a bundle, as numbers: which it is, what it refers to, what is wrong with it. */
interface Draft {
  readonly kind: number;
  readonly number: number;
  readonly links: readonly number[];
  readonly code: number | undefined;
  readonly fault: Fault;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  kind: fc.nat(KINDS.length - 1),
  number: fc.nat(POOL - 1),
  links: fc.uniqueArray(fc.nat(POOL - 1), { maxLength: 3 }),
  code: fc.option(fc.nat(6), { nil: undefined, freq: 2 }),
  fault: fc.constantFrom(...FAULTS),
});

const kindOf = ({ kind }: Draft): Kind => KINDS[kind] as Kind;
const uidOf = (plural: string, number: number): string =>
  `${KINDS.find((kind) => kind.plural === plural)?.letter ?? ''}Property${String(number).padStart(2, '0')}`;
const idOf = (of: Draft): string => uidOf(kindOf(of).plural, of.number);

/** What an object says, in the form in which it is read again. */
interface Said {
  readonly name: string;
  readonly code: string | undefined;
  readonly links: readonly string[];
}

function linksOf(of: Draft): readonly string[] {
  const { link } = kindOf(of);
  if (!link) return [];
  const numbers = link.single === true ? of.links.slice(0, 1) : of.links;
  return numbers.map((number) => uidOf(link.to, number)).toSorted();
}

const saidBy = (of: Draft): Said => ({
  name: `${idOf(of)} ${of.links.join('')}`,
  code: of.code === undefined ? undefined : `code ${of.code}`,
  links: linksOf(of),
});

function payloadOf(of: Draft): Record<string, unknown> {
  const { link, needed, short } = kindOf(of);
  const { name, code, links } = saidBy(of);
  const references: unknown[] = links.map((id) => ({ id }));
  if (of.fault === 'reference') references.unshift({ id: 'Zz9Zz9Zz9Zz' });
  return {
    id: idOf(of),
    ...needed,
    ...(short && { shortName: `s ${idOf(of)}` }),
    ...(of.fault !== 'nameless' && {
      name: of.fault === 'long' ? 'n'.repeat(300) : of.fault === 'zero' ? 'a\u0000' : name,
    }),
    code: of.fault === 'value' ? 'c'.repeat(99) : code,
    ...(link && { [link.property]: link.single === true ? (references[0] ?? null) : references }),
  };
}

type Stored = Map<string, Said>;

const keyOf = (of: Draft): string => `${kindOf(of).plural} ${idOf(of)}`;

/**
 * What is stored after an import, worked out the long way: objects are bad by themselves, by a code that another one has, or by referring to what is not there; and so
 * on, until the rest is good.
 */
function model(before: ReadonlyMap<string, Said>, bundle: readonly Draft[], mode: 'ALL' | 'NONE') {
  const first = new Map<string, Draft>();
  const bad = new Set<Draft>();
  for (const of of bundle) {
    if (first.has(keyOf(of))) bad.add(of);
    else first.set(keyOf(of), of);
  }
  const candidates = [...first.values()];
  for (const of of candidates) {
    const hasLink = kindOf(of).link !== undefined;
    if (of.fault !== 'none' && (of.fault !== 'reference' || hasLink)) bad.add(of);
    // The faults of values take the place of the code, and with it what the code would have been wrong about.
    if (of.code === undefined || of.fault === 'value') continue;
    const sameInPayload = candidates.filter(
      (other) => other.kind === of.kind && other.code === of.code && other.fault !== 'value',
    );
    const { plural } = kindOf(of);
    const storedElsewhere = [...before].some(
      ([key, said]) => key.startsWith(`${plural} `) && key !== keyOf(of) && said.code === saidBy(of).code,
    );
    if (sameInPayload.length > 1 || storedElsewhere) bad.add(of);
  }
  const good = () => candidates.filter((of) => !bad.has(of));
  const dangling = () => {
    const there = new Set([...before.keys(), ...good().map(keyOf)]);
    return good().filter((of) => linksOf(of).some((uid) => !there.has(`${kindOf(of).link?.to ?? ''} ${uid}`)));
  };
  for (;;) {
    const loose = dangling();
    const fallen = loose.length > 0 ? loose : good().filter((of) => isAboveItself(of, before, good()));
    if (fallen.length === 0) break;
    for (const of of fallen) bad.add(of);
  }
  const taken = mode === 'ALL' && bad.size > 0 ? [] : candidates.filter((of) => !bad.has(of));
  const after: Stored = new Map(before);
  for (const of of taken) after.set(keyOf(of), saidBy(of));
  const created = taken.filter((of) => !before.has(keyOf(of))).length;
  return { after, created, updated: taken.length - created, ignored: bundle.length - taken.length };
}

/** Whether a unit comes to stand below itself with what is taken. */
function isAboveItself(of: Draft, before: ReadonlyMap<string, Said>, taken: readonly Draft[]): boolean {
  if (kindOf(of).plural !== 'organisationUnits') return false;
  const parents = new Map<string, string | undefined>();
  for (const [key, { links }] of before)
    if (key.startsWith('organisationUnits ')) parents.set(key.split(' ')[1] ?? '', links[0]);
  for (const other of taken) if (kindOf(other) === kindOf(of)) parents.set(idOf(other), linksOf(other)[0]);
  const climbed = new Set<string>();
  let unit: string | undefined = idOf(of);
  while (unit !== undefined && !climbed.has(unit)) {
    climbed.add(unit);
    unit = parents.get(unit);
  }
  return unit !== undefined;
}

/** What the server has of the model's types. */
async function stored(): Promise<Stored> {
  const found: Stored = new Map();
  const query = KINDS.map(({ plural }) => `${plural}=true`).join('&');
  const { json } = await server.request(`/api/metadata?${query}`);
  for (const { plural, link } of KINDS) {
    for (const object of json[plural] ?? []) {
      if (!String(object.id).includes('Property')) continue;
      const references = link ? [object[link.property] ?? []].flat() : [];
      found.set(`${plural} ${object.id}`, {
        name: object.name,
        code: object.code,
        links: references.map(({ id }: { readonly id: string }) => id).toSorted(),
      });
    }
  }
  return found;
}

const sorted = (map: ReadonlyMap<string, Said>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe('any bundle, whatever is wrong with it', () => {
  it('leaves what the model says, with a report that adds up; again, it changes nothing', {
    timeout: 120_000,
  }, async () => {
    let before = await stored();
    await fc.assert(
      fc.asyncProperty(
        fc.array(draft, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('ALL', 'NONE'),
        async (bundle, mode) => {
          const body = Object.fromEntries(
            KINDS.map((kind, index) => [kind.plural, bundle.filter((of) => of.kind === index).map(payloadOf)]),
          );
          const expected = model(before, bundle, mode);
          const { status, json, text } = await importing(body, `?atomicMode=${mode}`);
          const after = await stored();
          // The next bundle meets what is there, also when this one showed a fault.
          const start = before;
          before = after;
          expect(sorted(after), `from ${JSON.stringify(sorted(start))}: ${text.slice(0, 2_000)}`).toEqual(
            sorted(expected.after),
          );
          const { created, updated, ignored } = expected;
          expect(status).toBe(ignored === 0 ? 200 : 409);
          const taken = created + updated;
          expect(json.response).toMatchObject({
            status: ignored === 0 ? 'OK' : taken > 0 ? 'WARNING' : 'ERROR',
            stats: { created, updated, deleted: 0, ignored, total: bundle.length },
          });
          for (const { objectReports } of json.response.typeReports)
            for (const { errorReports } of objectReports) expect(errorReports.length).toBeGreaterThan(0);
          // Taken once more, the good ones are updates that change nothing; one more is good if its code was given up by another.
          const repeated = model(after, bundle, mode);
          const again = await importing(body, `?atomicMode=${mode}`);
          expect(again.json.response.stats).toMatchObject({
            created: repeated.created,
            updated: repeated.updated,
            ignored: repeated.ignored,
          });
          before = await stored();
          expect(sorted(before)).toEqual(sorted(repeated.after));
          if (ignored === 0) expect(sorted(before)).toEqual(sorted(after));
        },
      ),
      { numRuns: 50, endOnFailure: true },
    );
    expect(before.size).toBeGreaterThan(10);
  });
});
