export { gridToCsv } from './csv.js';
export { cellText, type Grid, type GridCell, type GridHeader, type GridRow, textHeader } from './grid.js';
export { gridToHtml } from './html.js';
export { gridToJson } from './json.js';
export { type GridForm, sendGridAs, sendPieces } from './send.js';
export { gridToXlsx } from './xlsx.js';
export { gridToXml } from './xml.js';
