import type {
  ChildrenProperty,
  EmbeddedProperty,
  MembersProperty,
  Property,
  ValueProperty,
} from '../../src/metadata/model/property.js';
import { typeNamed } from '../../src/metadata/model/registry.js';
import type { MetadataObject, MetadataType } from '../../src/metadata/model/type.js';
import type { testServer } from './server.js';

type Server = Pick<ReturnType<typeof testServer>, 'request'>;

/** A form of objects that some columns demand and no descriptor can say. */
const SPECIAL: Readonly<Record<string, unknown>> = {
  'aggregateDataExchange.source': {
    requests: [{ dx: ['fbfJHSPpUQD'], ou: ['ImspTQPwCqd'], pe: ['LAST_12_MONTHS'], name: 'ANC' }],
  },
  'aggregateDataExchange.target': { type: 'INTERNAL' },
  'organisationUnit.geometry': { type: 'Point', coordinates: [32.5, -1.25] },
  'organisationUnitGroup.geometry': { type: 'Point', coordinates: [32.5, -1.25] },
  'sqlView.sqlQuery': 'select 1 as one',
  'user.password': 'District1!',
};

/** Demo objects that references of new objects lead to, by type; of types without any, new ones are made. */
export class SampleObjects {
  readonly #server: Server;
  readonly #uids = new Map<string, readonly string[]>();
  #count = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /**
   * The least that a payload for an object of `type` has to say: its required properties, with what those refer to. Each call gives other names.
   */
  async minimal(type: MetadataType): Promise<MetadataObject> {
    this.#count += 1;
    return await this.#object(type, (property) => property.required === true && !hasFallback(property), []);
  }

  /** An object of `type` with everything that a payload can say of it. */
  async full(type: MetadataType): Promise<MetadataObject> {
    this.#count += 1;
    return await this.#object(type, () => true, []);
  }

  /** Uids of up to two objects of the type. */
  async uidsOf(type: MetadataType): Promise<readonly string[]> {
    const known = this.#uids.get(type.name);
    if (known) return known;
    const { json } = await this.#server.request(`/api/${type.plural}?fields=id&order=id&pageSize=2`);
    const uids: string[] = json[type.plural].map(({ id }: { readonly id: string }) => id);
    while (uids.length < 2) {
      const body = await this.minimal(type);
      const made = await this.#server.request(`/api/${type.plural}`, { method: 'POST', body });
      if (made.status !== 201) throw new Error(`No ${type.name} can be made: ${made.text}`);
      uids.push(made.json.response.uid);
    }
    this.#uids.set(type.name, uids);
    return uids;
  }

  async #object(
    type: MetadataType,
    wanted: (property: Property) => boolean,
    above: readonly MetadataType[],
  ): Promise<MetadataObject> {
    const object: Record<string, unknown> = {};
    for (const [name, property] of type.properties) {
      if (!property.owner || property.readOnly === true || ENGINE.has(name) || !wanted(property)) continue;
      const value = await this.#valueOf(type, name, property, wanted, above);
      if (value !== undefined) object[name] = value;
    }
    return object;
  }

  async #valueOf(
    type: MetadataType,
    name: string,
    property: Property,
    wanted: (property: Property) => boolean,
    above: readonly MetadataType[],
  ): Promise<unknown> {
    const special = SPECIAL[`${type.name}.${name}`];
    if (special !== undefined) return special;
    switch (property.kind) {
      case 'value':
        return this.#scalar(name, property);
      case 'periodType':
        return 'Quarterly';
      case 'values':
        return property.type === 'INTEGER' ? [3, 2] : property.constants ? [property.constants[0]] : ['F_ONE', 'F_TWO'];
      case 'reference':
        return await this.#reference(property.to);
      case 'embedded':
      case 'members':
      case 'children':
        return await this.#linked(property, wanted, [...above, type]);
      default:
        return undefined;
    }
  }

  async #linked(
    property: EmbeddedProperty | MembersProperty | ChildrenProperty,
    wanted: (property: Property) => boolean,
    above: readonly MetadataType[],
  ): Promise<unknown> {
    if (property.kind === 'embedded' || property.embedded === true) {
      const part = typeNamed(property.to);
      // The hidden properties of parts are those that their place in the list decides.
      const ofPart = (of: Property): boolean =>
        wanted(of) && of.hidden !== true && !(of.kind === 'reference' && isAmong(of.to, above));
      const object = await this.#object(part, ofPart, above);
      return property.kind === 'embedded' ? object : [object];
    }
    // A list of independent objects would take them from another owner.
    if (property.kind === 'children') return undefined;
    if (property.to === 'period') return [{ id: '202402' }, { id: '202401' }];
    if (property.single === true) return await this.#reference(property.to);
    const uids = await this.uidsOf(typeNamed(property.to));
    // Both options of a demo category are a combination that is there already.
    if (above.at(-1)?.name === 'categoryOptionCombo') return [{ id: uids[0] }];
    return uids.toReversed().map((id) => ({ id }));
  }

  async #reference(to: string): Promise<MetadataObject | undefined> {
    if (to === 'period') return { id: '202401' };
    const type = typeNamed(to);
    if (!type.standalone) return undefined;
    return { id: (await this.uidsOf(type)).at(-1) };
  }

  #scalar(name: string, property: ValueProperty): unknown {
    const { type, max = 100, min = 0, fallback, constants } = property;
    switch (type) {
      case 'BOOLEAN':
        return fallback !== true;
      case 'INTEGER':
      case 'NUMBER':
        return property.max === undefined ? Math.max(7 + this.#count, min) : max - (this.#count % (max - min + 1));
      case 'DAY':
        return '2024-02-03T00:00:00.000';
      case 'DATE':
        return '2024-02-03T04:05:06.789';
      case 'EMAIL':
        return `sample${this.#count}@example.org`;
      case 'URL':
        return `https://example.org/${this.#count}`;
      case 'COLOR':
        return '#12abEF';
      case 'CONSTANT':
        return constants?.find((constant) => constant !== fallback);
      case 'COMPLEX':
        return Array.isArray(fallback) ? ['sample'] : { sample: this.#count };
      default:
        return `S${this.#count} ${name}`.padEnd(min, 'x').slice(0, max);
    }
  }
}

/** Properties that the engine decides, or that have tests of their own. */
const ENGINE = new Set(['id', 'created', 'lastUpdated', 'lastUpdatedBy', 'createdBy', 'sharing', 'translations']);

const hasFallback = (property: Property): boolean => 'fallback' in property && property.fallback !== undefined;

const isAmong = (name: string, types: readonly MetadataType[]): boolean => types.some((type) => type.name === name);
