/** Strings of all folders. */
export const strings = import.meta.glob<Readonly<Record<string, string>>>('../**/en.json', {
  eager: true,
  import: 'default',
});
