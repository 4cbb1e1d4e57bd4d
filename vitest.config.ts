import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const require = createRequire(import.meta.url)

/** Tests across domains take longest: begun last, one core would wait for them. */
const isLong = ({ moduleId }: TestSpecification) =>
  moduleId.startsWith(`${import.meta.dirname}/test/`)

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

export default defineConfig({
  // Vite would take this package's ES module and Node its CommonJS one: two copies that refuse
  // each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    include: ['src', 'test', 'sandbox', 'scripts'].map((folder) => `${folder}/**/*.test.ts`),
    // Storms, kills and thousands of sequences: `npm run test:long`.
    exclude: ['**/*.long.test.ts'],
    globalSetup: 'test/global-setup.ts',
    // Vitest leaves one core free, and so half of a machine that has two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
