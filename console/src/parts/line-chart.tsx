import { useEffect, useRef } from 'react';
import { i18n } from '../i18n';
import { formatNumber } from './format';
import styles from './line-chart.module.css';
import { Table } from './table';

export interface Point {
  /** A day or time, as people read it. */
  readonly label: string;
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

interface LineChartProps {
  /** What the values are; also the title of their column. */
  readonly label: string;
  readonly points: readonly Point[];
}

const HEIGHT = 180;

/** Values over time, as a line for the eye and as a table for everybody else. */
export function LineChart({ label, points }: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    let chart: { destroy(): void } | undefined;
    let isGone = false;
    let observer: ResizeObserver | undefined;
    void import('./draw-line').then(({ drawLine }) => {
      if (isGone || !element) return;
      const drawn = drawLine(element, points, HEIGHT);
      chart = drawn;
      observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
      observer.observe(element);
    });
    return () => {
      isGone = true;
      observer?.disconnect();
      chart?.destroy();
    };
  }, [points]);
  return (
    <div className={styles.chart}>
      <div ref={place} aria-hidden="true" style={{ minHeight: HEIGHT }} />
      <details>
        <summary>{i18n.t('As a table')}</summary>
        <Table
          label={label}
          rows={points}
          rowKey={({ label: day }) => day}
          columns={[
            { title: i18n.t('Time'), isName: true, cell: ({ label: day }) => day },
            { title: label, isNumber: true, cell: ({ value }) => formatNumber(value) },
          ]}
        />
      </details>
    </div>
  );
}
