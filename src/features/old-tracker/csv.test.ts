import { describe, expect, it } from 'vitest';
import { csvLine } from '../../http/index.js';
import { eventRows, eventsFromCsv } from './csv.js';

describe('events of CSV', () => {
  it('takes lines that follow each other with one uid for one event', () => {
    const events = eventsFromCsv(
      `event,status,program,programStage,enrollment,orgUnit,eventDate,dueDate,latitude,longitude,dataElement,value,storedBy,providedElsewhere
a1234567890,COMPLETED,Zd2rkv8FsWq,jKLB23QZS4I,,g8upMTyEZGZ,2018-11-01,,8.5,-11.25,BuZ5LGNfGEU,"1,5",admin,false
a1234567890,COMPLETED,Zd2rkv8FsWq,jKLB23QZS4I,,g8upMTyEZGZ,2018-11-01,,8.5,-11.25,ZrqtjjveTFc,Male,,
b1234567890,ACTIVE,Zd2rkv8FsWq,jKLB23QZS4I,,g8upMTyEZGZ,2018-11-02,,,,,,,
`,
      false,
    );
    expect(events).toEqual([
      {
        event: 'a1234567890',
        status: 'COMPLETED',
        program: 'Zd2rkv8FsWq',
        programStage: 'jKLB23QZS4I',
        orgUnit: 'g8upMTyEZGZ',
        eventDate: '2018-11-01',
        storedBy: 'admin',
        geometry: { type: 'Point', coordinates: [-11.25, 8.5] },
        dataValues: [
          { dataElement: 'BuZ5LGNfGEU', value: '1,5', storedBy: 'admin', providedElsewhere: 'false' },
          { dataElement: 'ZrqtjjveTFc', value: 'Male' },
        ],
      },
      {
        event: 'b1234567890',
        status: 'ACTIVE',
        program: 'Zd2rkv8FsWq',
        programStage: 'jKLB23QZS4I',
        orgUnit: 'g8upMTyEZGZ',
        eventDate: '2018-11-02',
        dataValues: [],
      },
    ]);
  });

  it('reads columns by position where there is no header, and passes over a first line on demand', () => {
    const line = 'a1234567890,,Zd2rkv8FsWq,,,g8upMTyEZGZ,2018-11-01';
    const event = {
      event: 'a1234567890',
      program: 'Zd2rkv8FsWq',
      orgUnit: 'g8upMTyEZGZ',
      eventDate: '2018-11-01',
      dataValues: [],
    };
    expect(eventsFromCsv(line, false)).toEqual([event]);
    expect(eventsFromCsv(`${line}\r\n${line}`, true)).toEqual([event]);
    expect(eventsFromCsv(`"made by hand"\n${line}`, true)).toEqual([event]);
  });

  it('takes events without a uid for one each', () => {
    const text = 'program,orgUnit\nZd2rkv8FsWq,g8upMTyEZGZ\nZd2rkv8FsWq,g8upMTyEZGZ';
    expect(eventsFromCsv(text, false)).toHaveLength(2);
  });

  it('reads geometries as well-known text', () => {
    const [event] = eventsFromCsv(
      `event,geometry\na1234567890,'POLYGON ((0 0, 1 0, 1 1, 0 0))'`.replace("'P", `"'P`).replace("))'", `))'"`),
      false,
    );
    expect(event?.geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    });
  });

  it.each([
    ['an unknown column', 'event,colour\na1234567890,red', /unknown columns: \[colour\]/],
    ['too many values', 'event,program\na1234567890,b,c', /3 values for 2 columns/],
    ['an open quotation mark', 'event\n"a', /CSV parse error/],
    ['half a point', 'event,latitude\na1234567890,1', /Could not parse coordinates/],
    ['a point off the globe', 'event,latitude,longitude\na1234567890,100,1', /Could not parse coordinates/],
    ['a geometry that is none', 'event,geometry\na1234567890,CIRCLE (1)', /Could not parse coordinates/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => eventsFromCsv(text, false)).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => eventsFromCsv(text, false)).toThrow(message);
  });

  it('reads what it writes', () => {
    const events = [
      {
        ...{ event: 'a1234567890', status: 'COMPLETED', program: 'p', orgUnit: 'u', eventDate: '2024-01-31' },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        },
        dataValues: [
          { dataElement: 'd', value: 'two\nlines, "quoted"', storedBy: 'jane', providedElsewhere: 'true' },
          { dataElement: 'e', value: '2' },
        ],
      },
      { event: 'b1234567890', program: 'p', geometry: { type: 'Point', coordinates: [1.5, -2] }, dataValues: [] },
    ];
    const text = eventRows(events, false).map(csvLine).join('');
    expect(eventsFromCsv(text, false)).toEqual([{ ...events[0], storedBy: 'jane' }, events[1]]);
    expect(eventsFromCsv(eventRows(events, true).map(csvLine).join(''), false)).toHaveLength(2);
  });

  it('finds no event in an empty text', () => {
    expect(eventsFromCsv('', false)).toEqual([]);
    expect(eventsFromCsv('event,program\n', false)).toEqual([]);
  });
});
