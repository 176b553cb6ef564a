const LONGEST = 254;
/** One address and nothing else: no list, no name, no line break that could begin a header. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/;

/** Whether mail can be sent to `text`. */
export const isMailAddress = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= LONGEST && ADDRESS.test(text);
