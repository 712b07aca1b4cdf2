import { log } from '@clack/prompts';
import { type Car, loadCars } from './cars.ts';
import { type Collected, collect } from './collect.ts';
import { deliver, type Mode } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { type Metrics, metrics } from './metrics.ts';
import { step } from './progress.ts';
import { carTable, deliveryTable, evaluationLine, metricsLine } from './report.ts';
import type { Services } from './services.ts';
import { type Outcome, type Summary, summarise } from './summary.ts';
import { train } from './train.ts';

const TITLES: Readonly<Record<Mode, string>> = {
  put: 'Run it, delivered by presigned URL',
  post: 'Run it, delivered by presigned POST',
};

/** The main job from end to end: train, run twice, collect what was delivered, show it. */
export async function demo(services: Services, options: { readonly failOnError: boolean }): Promise<Summary> {
  log.info(services.description);
  const cars = await step('Read the Auto MPG data', loadCars, ({ training, heldBack, missing, dropped }) => {
    const reasons = Object.entries(missing).map(([column, count]) => `${count} lack ${column}`);
    return `${training.length} cars to learn from, ${heldBack.length} held back, ${dropped} left out (${reasons.join(', ')})`;
  });
  await step(
    'Train mass-estimation',
    (progress) => train(services.aiCore, cars.training, progress),
    () => 'trained',
  );

  const outcomes: Outcome[] = [];
  for (const mode of ['put', 'post'] as const) {
    try {
      outcomes.push(await runAndCollect(services, mode, cars.heldBack));
    } catch (error) {
      if (options.failOnError || !(error instanceof Error)) throw error;
      log.error(describeError(error));
      outcomes.push({ mode, error });
    }
  }
  return show(cars.heldBack, outcomes);
}

function runAndCollect(services: Services, mode: Mode, cars: readonly Car[]): Promise<Collected> {
  return step(
    TITLES[mode],
    async (progress) => {
      const run = await deliver(services, mode, cars, progress);
      progress.update(`waiting for ${run.key}`);
      return collect(services, run, cars.length);
    },
    ({ key, bytes }) => `${bytes} valid bytes in ${key}`,
  );
}

function show(cars: readonly Car[], outcomes: readonly Outcome[]): Summary {
  const collected = outcomes.filter((outcome): outcome is Collected => !('error' in outcome));
  const [first] = collected;
  let accuracy: Metrics | null = null;
  if (first !== undefined) {
    accuracy = metrics(
      cars.map((car) => car.Weight_in_lbs),
      first.estimate.predictions,
    );
    const lines = [metricsLine(accuracy), evaluationLine(first)].join('\n');
    process.stdout.write(`\n${carTable(cars, first)}\n\n${lines}\n\n${deliveryTable(collected)}\n\n`);
  }
  return summarise(outcomes, accuracy);
}
