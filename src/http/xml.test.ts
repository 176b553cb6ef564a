import fc from 'fast-check';
import { XMLBuilder } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parseXml } from './xml.js';

describe('parseXml', () => {
  it('reads elements, attributes, text and character data, without prefixes', () => {
    const root = parseXml(
      `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n<d:events xmlns:d="http://dhis2.org/schema/dxf/2.0">
         <event event="a &amp; b" status='&#65;&#x42;'><note>one<![CDATA[ <&amp;> ]]>two</note><empty/></event>
       </d:events>`,
    );
    expect(root.name).toBe('events');
    const [event] = root.children;
    expect(event?.attributes).toEqual({ event: 'a & b', status: 'AB' });
    expect(event?.children.map(({ name, text }) => [name, text])).toEqual([
      ['note', 'one <&amp;> two'],
      ['empty', ''],
    ]);
  });

  it.each([
    [
      'a document type',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      /document type declaration/,
    ],
    ['an entity of its own', '<a>&x;</a>', /XML parse error/],
    ['half an entity', '<a b="&amp"/>', /XML parse error/],
    ['a character that is none', '<a>&#0;</a>', /XML parse error/],
    ['half a surrogate pair', '<a>&#xD800;</a>', /XML parse error/],
    ['two roots', '<a/><b/>', /XML parse error/],
    ['nothing', '', /XML parse error/],
    ['JSON', '{"events":[]}', /XML parse error/],
    ['an element that is not closed', '<a><b></a>', /XML parse error/],
    ['a tag that is not closed', '<a', /XML parse error/],
    ['one attribute twice', '<a b="1" b="2"/>', /XML parse error/],
    ['elements as deep as a well', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, /nested too deep/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseXml(text)).toThrow(message);
    expect(() => parseXml(text)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('reads what is written, whatever the text', () => {
    const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
    // A writer of XML cannot put control characters into a document.
    const text = fc.string().map((value) => value.replaceAll(/[\p{Cc}\p{Cs}]/gu, ''));
    fc.assert(
      fc.property(text, text, (attribute, content) => {
        const root = parseXml(builder.build({ root: { '@a': attribute, child: { '#text': content } } }));
        expect(root.attributes.a).toBe(attribute);
        expect(root.children[0]?.text).toBe(content);
      }),
    );
  });

  it('answers garbage with 400 and nothing else', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '=',
      '"',
      '&',
      ';',
      '#',
      ' ',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?',
      '?>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parseXml(pieces.join(''));
        } catch (error) {
          expect(error).toMatchObject({ status: 400 });
        }
      }),
      { numRuns: 500 },
    );
  });
});
