import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

const attacks = 'test/attack/**/*.long.test.ts'

/**
 * Storms, kills, thousands of sequences and large data: what takes minutes. Attacks measure times,
 * so `npm run test:long` runs them last and one file at a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        ...base,
        test: {
          ...base.test,
          name: 'long',
          include: ['src', 'test', 'sandbox', 'scripts'].map(
            (folder) => `${folder}/**/*.long.test.ts`,
          ),
          exclude: [attacks],
        },
      },
      {
        ...base,
        test: {
          ...base.test,
          name: 'attack',
          include: [attacks],
          exclude: [],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
    ],
  },
})
