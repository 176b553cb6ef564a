export { gridToCsv } from './csv.js';
export { cellText, type Grid, type GridCell, type GridHeader, type GridRow, textHeader } from './grid.js';
export { gridToHtml } from './html.js';
export { gridToJrxml } from './jrxml.js';
export { gridToJson } from './json.js';
export { type GridDocument, type GridForm, sendGridAs, sendPieces } from './send.js';
export { gridToXlsx } from './xlsx.js';
export { gridToXml } from './xml.js';
