import type { Db } from '../../database/index.js';
import {
  type Dialect,
  type Expression,
  ExpressionError,
  type Item,
  itemsOf,
  namedBy,
  type PartTag,
  type UnitTest,
  WILDCARD,
} from '../../kernel/expressions/index.js';
import { type NamedObject, type NamedType, objectsByUid } from './objects.js';

type ItemTypes = Readonly<Partial<Record<Item['symbol'], readonly NamedType[]>>>;

/** What the parts of an item name, by the item's symbol and the place of the part. */
const TYPES: Readonly<Record<Dialect, ItemTypes>> = {
  aggregate: {
    '#': ['dataElement', 'categoryOptionCombo', 'categoryOptionCombo'],
    A: ['program', 'trackedEntityAttribute'],
    C: ['constant'],
    D: ['program', 'dataElement'],
    I: ['programIndicator'],
    N: ['indicator'],
    OUG: ['organisationUnitGroup'],
    R: ['dataSet'],
  },
  program: {
    '#': ['programStage', 'dataElement'],
    A: ['trackedEntityAttribute'],
    C: ['constant'],
    PS_EVENTDATE: ['programStage'],
  },
};

const TAG_TYPES: Readonly<Record<PartTag, NamedType>> = {
  deGroup: 'dataElementGroup',
  coGroup: 'categoryOptionGroup',
  co: 'categoryOption',
};

const TEST_TYPES = {
  ancestor: 'organisationUnit',
  dataSet: 'dataSet',
  group: 'organisationUnitGroup',
  program: 'program',
} as const satisfies Readonly<Record<UnitTest['name'], NamedType>>;

const LABELS: Readonly<Record<NamedType, string>> = {
  categoryOption: 'category option',
  categoryOptionCombo: 'category option combo',
  categoryOptionGroup: 'category option group',
  constant: 'constant',
  dataElement: 'data element',
  dataElementGroup: 'data element group',
  dataSet: 'data set',
  indicator: 'indicator',
  organisationUnit: 'organisation unit',
  organisationUnitGroup: 'organisation unit group',
  program: 'program',
  programIndicator: 'program indicator',
  programStage: 'program stage',
  trackedEntityAttribute: 'tracked entity attribute',
};

interface Mention {
  readonly type: NamedType;
  readonly uid: string;
}

/** The objects that formulas name. */
export class KnownObjects {
  readonly #byType: ReadonlyMap<NamedType, ReadonlyMap<string, NamedObject>>;
  readonly #types: ItemTypes;

  private constructor(byType: ReadonlyMap<NamedType, ReadonlyMap<string, NamedObject>>, types: ItemTypes) {
    this.#byType = byType;
    this.#types = types;
  }

  /** Reads them with one statement for each type. */
  static async load(db: Db, expressions: readonly Expression[], dialect: Dialect = 'aggregate'): Promise<KnownObjects> {
    const types = TYPES[dialect];
    const uids = new Map<NamedType, Set<string>>();
    for (const { type, uid } of expressions.flatMap((expression) => mentionsIn(expression, types))) {
      uids.set(type, (uids.get(type) ?? new Set()).add(uid));
    }
    const byType = new Map<NamedType, ReadonlyMap<string, NamedObject>>();
    for (const [type, wanted] of uids) byType.set(type, await objectsByUid(db, type, wanted));
    return new KnownObjects(byType, types);
  }

  /** @throws ExpressionError when there is none */
  get(type: NamedType, uid: string): NamedObject {
    const found = this.#byType.get(type)?.get(uid);
    if (!found) throw new ExpressionError(`There is no ${LABELS[type]} ${uid}.`);
    return found;
  }

  /** @throws ExpressionError for the first object that the expression names and that is not there */
  demandAll(expression: Expression): void {
    for (const { type, uid } of mentionsIn(expression, this.#types)) this.get(type, uid);
  }

  /** The name of an item such as `#{fbfJHSPpUQD.pq2XI5kz2BY}`, or of a single uid. */
  nameOf(text: string): string | undefined {
    const [, symbol = '', content = text] = /^(.*)\{(.*)\}$/.exec(text) ?? [];
    const types = symbol === '' ? Object.values(TEST_TYPES) : (this.#types[symbol as Item['symbol']] ?? []);
    let isNamed = false;
    const names = content.split('.').flatMap((part, index) => {
      if (part === WILDCARD) return [];
      const { tag, uids } = namedBy(part);
      const candidates = tag ? [TAG_TYPES[tag]] : symbol === '' ? types : types.slice(index, index + 1);
      const named = uids.map((uid) => {
        const [name] = candidates.flatMap((type) => this.#byType.get(type)?.get(uid)?.name ?? []);
        isNamed ||= name !== undefined;
        return name ?? uid;
      });
      return [named.join(' & ')];
    });
    return isNamed ? names.join(' ') : undefined;
  }
}

function mentionsIn(expression: Expression, types: ItemTypes): readonly Mention[] {
  const { current, sampled, unitTests } = itemsOf(expression);
  return [
    ...[...current, ...sampled].flatMap(({ symbol, parts }) =>
      parts.flatMap((part, index) => {
        const { tag, uids } = namedBy(part);
        const type = tag === undefined ? types[symbol]?.[index] : TAG_TYPES[tag];
        return type === undefined || part === WILDCARD ? [] : uids.map((uid) => ({ type, uid }));
      }),
    ),
    ...unitTests.flatMap(({ name, uids }) => uids.map(({ uid }) => ({ type: TEST_TYPES[name], uid }))),
  ];
}
