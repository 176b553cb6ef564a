type Members = Readonly<Record<string, unknown>>;

/** A released patch of a version. */
export interface Release {
  /** e.g. `2.42.1` */
  readonly name: string;
  readonly date: string | undefined;
  /** Where it can be had. */
  readonly url: string | undefined;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWeb = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\//.test(value);

/**
 * The newest patch of the running minor version that is later than the running one, from a list of versions in the form that DHIS2 publishes:
 * `{versions: [{name: "2.42", patchVersions: [{version: 1, displayName, releaseDate, url}]}]}`. Undefined when the running version is the newest.
 *
 * @returns 'unreadable' for something that is no such list
 */
export function newerPatch(list: unknown, running: string): Release | undefined | 'unreadable' {
  if (!isMembers(list) || !Array.isArray(list.versions)) return 'unreadable';
  const [major = '', minor = '', patch = '0'] = running.split(/[.-]/);
  const entry = list.versions.filter(isMembers).find(({ name }) => name === `${major}.${minor}`);
  const patches = (Array.isArray(entry?.patchVersions) ? entry.patchVersions : []).filter(isMembers);
  const numbered = patches.flatMap((one) => {
    const number = Number(one.version);
    return Number.isInteger(number) && number > Number(patch) ? [{ number, one }] : [];
  });
  const newest = numbered.toSorted((a, b) => b.number - a.number)[0];
  if (!newest) return undefined;
  const { displayName, releaseDate, url } = newest.one;
  return {
    name:
      typeof displayName === 'string' && displayName !== ''
        ? displayName.slice(0, 50)
        : `${major}.${minor}.${newest.number}`,
    date: typeof releaseDate === 'string' ? releaseDate.slice(0, 10) : undefined,
    url: isWeb(url) ? url.slice(0, 500) : undefined,
  };
}
