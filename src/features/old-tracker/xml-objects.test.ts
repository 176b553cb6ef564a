import { expect, it } from 'vitest';
import { parseXml } from '../../http/index.js';
import { fromXml, itemsOf } from './xml-objects.js';

const read = (text: string) => fromXml(parseXml(text));

it('reads events as the old server wrote them', () => {
  const root = parseXml(`<?xml version="1.0" encoding="utf-8"?>
    <events xmlns="http://dhis2.org/schema/dxf/2.0">
      <event program="eBAyeGv0exc" orgUnit="DiszpKrYNg8" eventDate="2013-05-17" status="COMPLETED" storedBy="admin">
        <coordinate latitude="59.8" longitude="10.9" />
        <dataValues>
          <dataValue dataElement="qrur9Dvnyt5" value="22" />
          <dataValue dataElement="oZg33kd9taw" value="Male &amp; more" />
        </dataValues>
        <notes><note value="seen"/></notes>
        <attributeOptionCombo>HllvX50cXC0</attributeOptionCombo>
      </event>
    </events>`);
  expect(itemsOf(root)).toEqual([
    {
      program: 'eBAyeGv0exc',
      orgUnit: 'DiszpKrYNg8',
      eventDate: '2013-05-17',
      status: 'COMPLETED',
      storedBy: 'admin',
      coordinate: { latitude: '59.8', longitude: '10.9' },
      dataValues: [
        { dataElement: 'qrur9Dvnyt5', value: '22' },
        { dataElement: 'oZg33kd9taw', value: 'Male & more' },
      ],
      notes: [{ value: 'seen' }],
      attributeOptionCombo: 'HllvX50cXC0',
    },
  ]);
});

it('reads lists with and without an element around them', () => {
  expect(
    read(`<trackedEntityInstance orgUnit="DiszpKrYNg8">
      <attributes><attribute attribute="a" value="1"/><attribute attribute="b" value="2"/></attributes>
      <enrollments>
        <enrollment program="p">
          <enrollmentDate>2013-05-17</enrollmentDate>
          <events><events event="e"><dataValues/></events></events>
          <notes note="n" value="v"/>
        </enrollment>
      </enrollments>
      <relationships><relationship>r</relationship><relationshipType>t</relationshipType></relationships>
      <relationships><relationships><relationship>s</relationship></relationships></relationships>
      <inactive>true</inactive><geometry/>
    </trackedEntityInstance>`),
  ).toEqual({
    orgUnit: 'DiszpKrYNg8',
    attributes: [
      { attribute: 'a', value: '1' },
      { attribute: 'b', value: '2' },
    ],
    enrollments: [
      {
        program: 'p',
        enrollmentDate: '2013-05-17',
        events: [{ event: 'e', dataValues: [] }],
        notes: [{ note: 'n', value: 'v' }],
      },
    ],
    relationships: [{ relationship: 'r', relationshipType: 't' }, { relationship: 's' }],
    inactive: 'true',
    geometry: '',
  });
});
