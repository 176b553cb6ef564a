import type { paths } from './schema';

type Methods<Path extends keyof paths> = paths[Path];
type Of<Path extends keyof paths, Method extends string, Kind extends string> =
  Methods<Path> extends Readonly<Record<Method, { parameters: Readonly<Record<Kind, infer Values>> }>> ? Values : never;
type OptionalOf<Path extends keyof paths, Method extends string, Kind extends string> =
  Methods<Path> extends Readonly<Record<Method, { parameters: Readonly<Partial<Record<Kind, infer Values>>> }>>
    ? NonNullable<Values>
    : never;
type Anywhere<Path extends keyof paths, Kind extends string> = {
  [Method in 'get' | 'post' | 'put' | 'patch' | 'delete']: Of<Path, Method, Kind> | OptionalOf<Path, Method, Kind>;
}['get' | 'post' | 'put' | 'patch' | 'delete'];

/** A value of the query; lists become one value with commas, `filter` is repeated as DHIS2 has it, what is undefined is left out. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;
type Known<Values> = [Values] extends [never] ? unknown : { readonly [Name in keyof Values]?: QueryValue };
type Query<Path extends keyof paths> = Known<Anywhere<Path, 'query'>> & ListQuery;

/** The part of a path's `{…}` that have to be given. */
type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;
type PathValues<Path extends string> = Readonly<Record<PathNames<Path>, string>>;

/** An address below the server's base, made by `at`. */
export type Address = string & { readonly address: true };

/**
 * The address of a resource of the server's own document, with the values of its path and its query. A path, or a parameter, that the document does not have is a
 * mistake that the compiler finds.
 *
 * `at('/api/jobConfigurations/{uid}/runs', { uid }, { page: 2 })`
 */
export function at<Path extends keyof paths & string>(
  path: Path,
  ...[values, query]: [PathNames<Path>] extends [never]
    ? [values?: Readonly<Record<string, never>>, query?: Query<Path>]
    : [values: PathValues<Path>, query?: Query<Path>]
): Address {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent((values as Readonly<Record<string, string>>)[name] ?? ''),
  );
  return `${filled.slice(1)}${queryText((query ?? {}) as Readonly<Record<string, QueryValue>>)}` as Address;
}

/** What lists of metadata, and much else, read by themselves, so that the document does not name it. */
interface ListQuery {
  readonly fields?: string | readonly string[];
  readonly filter?: string | readonly string[];
  readonly order?: string;
}

function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value) && name === 'filter') for (const one of value) search.append(name, one);
    else search.append(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
