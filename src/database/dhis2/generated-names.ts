import {
  type IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
} from 'kysely';
import type { Dhis2 } from './dhis2.js';

const RESOURCE_TABLE = 'analytics_rs_';
/** Resource tables that DHIS2 has from 2.42 on only. */
const FROM_2_42: ReadonlySet<string> = new Set(['analytics_rs_dataset', 'analytics_rs_relationship']);
/** Analytics tables of tracked entities, which DHIS2 has from 2.41 on. */
const OF_TRACKED_ENTITIES = /^analytics_te_(?:(event|enrollment)_)?/;

/**
 * The tables that DHIS2 generates, under the names of one version (contract: schema.md §1.5). Statements call them as 2.42 does, like all tables of DHIS2; a handle with this
 * plugin writes the name of the version instead. A view for each, as for other tables, would keep DHIS2 from replacing them.
 */
export class GeneratedNames implements KyselyPlugin {
  private readonly renamer: OperationNodeTransformer | undefined;

  constructor(private readonly minor: number) {
    this.renamer = minor <= 40 ? new Renamer(underscored) : undefined;
  }

  /** What the table of 2.42 is called; undefined when the version has none of the kind. */
  nameOf(table: string): string | undefined {
    if (this.minor < 42 && FROM_2_42.has(table)) return undefined;
    if (this.minor < 41 && OF_TRACKED_ENTITIES.test(table)) return undefined;
    if (this.minor === 41) return ofInstances(table);
    return this.renamer ? underscored(table) : table;
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    return this.renamer?.transformNode(node, queryId) ?? node;
  }

  transformResult: KyselyPlugin['transformResult'] = ({ result }) => Promise.resolve(result);
}

class Renamer extends OperationNodeTransformer {
  constructor(private readonly renamed: (name: string) => string) {
    super();
  }

  protected override transformIdentifier(node: IdentifierNode): IdentifierNode {
    const name = this.renamed(node.name);
    return name === node.name ? node : { ...node, name };
  }
}

/** `analytics_rs_orgunitstructure` and `analytics_rs_orgunitstructure_temp` begin with `_` alone in 2.40. */
const underscored = (name: string): string =>
  name.startsWith(RESOURCE_TABLE) ? `_${name.slice(RESOURCE_TABLE.length)}` : name;

/** `analytics_te_event_…` is `analytics_tei_events_…` in 2.41. */
const ofInstances = (name: string): string =>
  name.replace(
    OF_TRACKED_ENTITIES,
    (_start, what?: string) => `analytics_tei_${what === undefined ? '' : `${what}s_`}`,
  );

/** The plugins of a handle on the database of a DHIS2. */
export const generatedNames = (dhis2: Dhis2 | undefined): KyselyPlugin[] =>
  dhis2?.minor !== undefined && dhis2.minor < 42 ? [new GeneratedNames(dhis2.minor)] : [];
