/** The DHIS2 whose database it is. */
export interface Dhis2 {
  /** `2.42`; `a version before 2.40` where only structure tells; `an unknown version`. */
  readonly name: string;
  /** 42 of 2.42; undefined when nothing tells. */
  readonly minor: number | undefined;
  /** The newest script that Flyway has applied, e.g. `2.42.54`. */
  readonly script: string | undefined;
  /** What told the version: Flyway's history, or which tables and columns are there. */
  readonly toldBy: 'history' | 'structure';
  /** Why the history did not tell, in words. */
  readonly historyMissing: string | undefined;
  /** Signs that an upgrade began and did not end, as sentences; none in a sound database. */
  readonly halfMigrated: readonly string[];
  readonly support: 'supported' | 'too old' | 'too new' | 'unknown';
  /** Where PostGIS has its types and functions, if not in `public`: statements of DHIS2, and Orderly's, name them without a schema. */
  readonly geometrySchema?: string;
}
