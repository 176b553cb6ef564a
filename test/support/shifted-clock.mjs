/** Loaded before a program, it makes the clock of the process wrong by `ORDERLY_TEST_CLOCK_SHIFT` milliseconds. */
const shift = Number(process.env.ORDERLY_TEST_CLOCK_SHIFT);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shift] : given));
  }
  static now() {
    return RealDate.now() + shift;
  }
};
