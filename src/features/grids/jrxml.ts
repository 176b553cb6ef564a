import { escapeMarkup } from '../../kernel/markup.js';
import { type Grid, type GridHeader, visibleColumns } from './grid.js';

const PAGE_WIDTH = 842;
const PAGE_HEIGHT = 595;
const MARGIN = 40;
const ROW_HEIGHT = 20;
const NARROWEST = 40;

/** A JasperReports template for the table: a field for each column, and a report that shows those which people see. Its data come from elsewhere, so it has no rows. */
export async function* gridToJrxml(grid: Grid): AsyncGenerator<string> {
  const { title, headers } = grid;
  const visible = visibleColumns(grid);
  const width = Math.max(NARROWEST, Math.floor((PAGE_WIDTH - 2 * MARGIN) / Math.max(1, visible.length)));
  const inner = Math.max(PAGE_WIDTH - 2 * MARGIN, width * visible.length);
  const columns = visible.map((index, place) => ({ header: headers[index] as GridHeader, place: box(place, width) }));
  yield `<?xml version="1.0" encoding="UTF-8"?>
<jasperReport xmlns="http://jasperreports.sourceforge.net/jasperreports" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://jasperreports.sourceforge.net/jasperreports http://jasperreports.sourceforge.net/xsd/jasperreport.xsd" name="report" language="groovy" pageWidth="${inner + 2 * MARGIN}" pageHeight="${PAGE_HEIGHT}" orientation="Landscape" columnWidth="${inner}" leftMargin="${MARGIN}" rightMargin="${MARGIN}" topMargin="${MARGIN}" bottomMargin="${MARGIN}">
${headers.map(fieldElement).join('\n')}
<title><band height="${2 * ROW_HEIGHT}"><staticText><reportElement x="0" y="0" width="${inner}" height="${ROW_HEIGHT}"/><text>${cdata(title)}</text></staticText></band></title>
<columnHeader><band height="${ROW_HEIGHT}">${columns.map(({ header, place }) => `<staticText>${place}<text>${cdata(header.column)}</text></staticText>`).join('')}</band></columnHeader>
<detail><band height="${ROW_HEIGHT}">${columns.map(({ header, place }) => `<textField isBlankWhenNull="true">${place}<textFieldExpression>${cdata(`$F{${fieldName(header)}}`)}</textFieldExpression></textField>`).join('')}</band></detail>
</jasperReport>
`;
}

const box = (place: number, width: number): string =>
  `<reportElement x="${place * width}" y="0" width="${width}" height="${ROW_HEIGHT}"/>`;

const fieldElement = (header: GridHeader): string =>
  `<field name="${escapeMarkup(fieldName(header))}" class="${escapeMarkup(header.type)}"/>`;

/** Braces would end the expression that names the field. */
const fieldName = ({ name }: GridHeader): string => name.replace(/[{}]/g, '');

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']] >')}]]>`;
