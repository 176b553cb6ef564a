import type { Db } from '../../database/index.js';
import {
  type Expression,
  ExpressionError,
  type Item,
  itemsOf,
  type UnitTest,
  WILDCARD,
} from '../../kernel/expressions/index.js';
import { type NamedObject, type NamedType, objectsByUid } from './objects.js';

/** What the parts of an item name, by the item's symbol and the place of the part. */
const TYPES: Readonly<Partial<Record<Item['symbol'], readonly NamedType[]>>> = {
  '#': ['dataElement', 'categoryOptionCombo', 'categoryOptionCombo'],
  C: ['constant'],
  N: ['indicator'],
  OUG: ['organisationUnitGroup'],
  R: ['dataSet'],
};

const TEST_TYPES = {
  ancestor: 'organisationUnit',
  dataSet: 'dataSet',
  group: 'organisationUnitGroup',
  program: 'program',
} as const satisfies Readonly<Record<UnitTest['name'], NamedType>>;

const LABELS: Readonly<Record<NamedType, string>> = {
  categoryOptionCombo: 'category option combo',
  constant: 'constant',
  dataElement: 'data element',
  dataSet: 'data set',
  indicator: 'indicator',
  organisationUnit: 'organisation unit',
  organisationUnitGroup: 'organisation unit group',
  program: 'program',
};

interface Mention {
  readonly type: NamedType;
  readonly uid: string;
}

/** The objects that formulas name. */
export class KnownObjects {
  readonly #byType: ReadonlyMap<NamedType, ReadonlyMap<string, NamedObject>>;

  private constructor(byType: ReadonlyMap<NamedType, ReadonlyMap<string, NamedObject>>) {
    this.#byType = byType;
  }

  /** Reads them with one statement for each type. */
  static async load(db: Db, expressions: readonly Expression[]): Promise<KnownObjects> {
    const uids = new Map<NamedType, Set<string>>();
    for (const { type, uid } of expressions.flatMap(mentionsIn)) {
      uids.set(type, (uids.get(type) ?? new Set()).add(uid));
    }
    const byType = new Map<NamedType, ReadonlyMap<string, NamedObject>>();
    for (const [type, wanted] of uids) byType.set(type, await objectsByUid(db, type, wanted));
    return new KnownObjects(byType);
  }

  /** @throws ExpressionError when there is none */
  get(type: NamedType, uid: string): NamedObject {
    const found = this.#byType.get(type)?.get(uid);
    if (!found) throw new ExpressionError(`There is no ${LABELS[type]} ${uid}.`);
    return found;
  }

  /** @throws ExpressionError for the first object that the expression names and that is not there */
  demandAll(expression: Expression): void {
    for (const { type, uid } of mentionsIn(expression)) this.get(type, uid);
  }

  /** The name of an item such as `#{fbfJHSPpUQD.pq2XI5kz2BY}`, or of a single uid. */
  nameOf(text: string): string | undefined {
    const [, symbol = '', content = text] = /^(.*)\{(.*)\}$/.exec(text) ?? [];
    const types = symbol === '' ? Object.values(TEST_TYPES) : (TYPES[symbol as Item['symbol']] ?? []);
    const names = content.split('.').flatMap((part, index) => {
      if (part === WILDCARD) return [];
      const candidates = symbol === '' ? types : types.slice(index, index + 1);
      if (candidates.length === 0) return [part];
      return candidates.flatMap((type) => this.#byType.get(type)?.get(part)?.name ?? []).slice(0, 1);
    });
    return names.length === 0 ? undefined : names.join(' ');
  }
}

function mentionsIn(expression: Expression): readonly Mention[] {
  const { current, sampled, unitTests } = itemsOf(expression);
  return [
    ...[...current, ...sampled].flatMap(({ symbol, parts }) =>
      parts.flatMap((uid, index) => {
        const type = TYPES[symbol]?.[index];
        return type === undefined || uid === WILDCARD ? [] : [{ type, uid }];
      }),
    ),
    ...unitTests.flatMap(({ name, uids }) => uids.map(({ uid }) => ({ type: TEST_TYPES[name], uid }))),
  ];
}
