import { useEffect, useState } from 'react';
import { parseTime, useServerClock } from '../api/server';
import { i18n } from '../i18n';
import { formatDuration, formatRelative, formatTime } from './format';

/** Renders its component anew every `everyMs`, while it is on the screen. */
export function useTick(everyMs: number, isOn = true): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => setCount((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOn]);
}

interface TimeAgoProps {
  /** A time of the server; without one `none` is shown. */
  readonly time: string | undefined;
  readonly none?: string;
}

/** How long ago or ahead a time of the server is; the time itself when it is pointed at. */
export function TimeAgo({ time, none = i18n.t('never') }: TimeAgoProps) {
  const now = useServerClock();
  useTick(15_000);
  if (time === undefined) return <span>{none}</span>;
  return (
    <time dateTime={time} title={formatTime(time, true)}>
      {formatRelative(parseTime(time) - now())}
    </time>
  );
}

interface DurationProps {
  /** Times of the server. Without a start nothing is shown; without an end it goes on. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** How long something took, or has been taking until now. */
export function Duration({ from, to }: DurationProps) {
  const now = useServerClock();
  useTick(1_000, from !== undefined && to === undefined);
  if (from === undefined) return null;
  return <span>{formatDuration((to === undefined ? now() : parseTime(to)) - parseTime(from))}</span>;
}
