/** Colours of series by the names that visualizations give them; the first set is DHIS2's own. */
const COLOR_SETS: Readonly<Record<string, readonly string[]>> = {
  DEFAULT: [
    ...['#a8bf24', '#518cc3', '#d74554', '#ff9e21', '#968f8f', '#ba3ba1', '#ffda54', '#45beae', '#b98037', '#676767'],
    ...['#6b2dd4', '#47792c', '#fcbdbd', '#830000', '#a5ffc0', '#000078', '#817c00', '#bdf023', '#fffac4'],
  ],
  BASIC: ['#348f41', '#9f2241', '#dddddd', '#b4a269'],
  EXTENDED: [
    ...['#194f90', '#ae1857', '#5b7e96', '#ffb71b', '#1dcad3', '#ff5c35'],
    ...['#8f4899', '#dae343', '#385cad', '#e81f76', '#009383', '#522b39'],
  ],
  BRIGHT: [
    ...['#fd7f6f', '#8bd3c7', '#beb9db', '#7eb0d5', '#ffb55a', '#fdcce5'],
    ...['#ffffaf', '#d9d9d9', '#bd7ebe', '#cbecc4', '#9fe778', '#ffef65'],
  ],
  DARK: [
    ...['#115688', '#207718', '#b51208', '#803d00', '#5e338a', '#078a7f'],
    ...['#56a2cd', '#73b62f', '#db0606', '#e68a00', '#9e6fb3', '#aaad00'],
  ],
  GRAY: ['#cfcfcf', '#8f8782', '#414451', '#a5acaf', '#60636a'],
  COLOR_BLIND: [
    ...['#cfcfcf', '#ffbc79', '#a2c8ec', '#898989', '#c85200'],
    ...['#5f9ed1', '#595959', '#ababab', '#ff800e', '#006ba4'],
  ],
};

/** The colour of the series with this number; they begin anew when there are more series than colours. */
export function seriesColor(colorSet: string | undefined, index: number): string {
  const colors = COLOR_SETS[colorSet ?? 'DEFAULT'] ?? COLOR_SETS.DEFAULT ?? [];
  return colors[index % colors.length] ?? '#518cc3';
}
