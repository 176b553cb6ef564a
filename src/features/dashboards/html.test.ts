import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorOf, html, linkOf } from './html.js';

describe('markup', () => {
  it('lets nothing out of an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, attribute = '', content = ''] =
          /^<p title="([\s\S]*?)">([\s\S]*)<\/p>$/.exec(html`<p title="${text}">${text}</p>`.text) ?? [];
        expect(attribute).not.toMatch(/[<>"']/);
        expect(content).toBe(attribute);
        expect(attribute.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('keeps what it made itself, and leaves out what is not there', () => {
    expect(html`<b>${html`<i>${'<'}</i>`}</b>${[html`<br>`, 'a&b', 5]}${undefined}${false}`.text).toBe(
      '<b><i>&lt;</i></b><br>a&amp;b5',
    );
  });
});

describe('colours and addresses', () => {
  it.each(['#fff', '#A0b1C2'])('%s is a colour', (text) => expect(colorOf(text)).toBe(text.toLowerCase()));
  it.each(['red', '#ffff', '#12345g', '#fff;background:url(x)', '', null, 7])('%s is none', (text) =>
    expect(colorOf(text)).toBeUndefined(),
  );
  it.each(['https://example.org/a?b=c', ' http://10.0.0.1 '])('%s may be opened', (text) =>
    expect(linkOf(text)).toBe(new URL(text).href),
  );
  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'example.org', undefined])(
    '%s may not',
    (text) => expect(linkOf(text)).toBeUndefined(),
  );
});
