/**
 * Loaded before a program, it moves the program's clock by `GUARDIAN_CLOCK_SHIFT` seconds: a machine whose time is wrong.
 * Timers run on as they are, for they know no time of day.
 */
const shift = Number(process.env.GUARDIAN_CLOCK_SHIFT) * 1000;
const RealDate = Date;
const now = () => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, self) => Reflect.construct(target, args.length ? args : [now()], self),
	apply: () => new RealDate(now()).toString(),
	get: (target, key, self) => (key === 'now' ? now : Reflect.get(target, key, self))
});
