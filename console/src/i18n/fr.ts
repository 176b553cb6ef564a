/** Strings of all folders. */
export const strings = import.meta.glob<Readonly<Record<string, string>>>('../**/fr.json', {
  eager: true,
  import: 'default',
});
