import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { parse } from 'yaml'

type Service = {
  image?: string
  command?: string
  ports?: string[]
  volumes?: string[]
  environment?: Record<string, string>
  env_file?: object[]
  depends_on?: Record<string, { condition: string }>
}

/** docker-compose.yml, its merges and aliases resolved. */
export const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, null>
}

/** README's `.env`: the template, unedited. */
const dotEnv: NodeJS.Dict<string> = parseEnv(readFileSync('.env.template', 'utf8'))

/** As Compose does it: `${NAME:-default}` takes the value of `.env`, if that is not empty. */
export const interpolate = (text: string) =>
  text.replaceAll(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name: string, fallback: string) => dotEnv[name] || fallback,
  )

/** The environment of a service's processes, as Compose makes it of both files. */
export const environmentOf = ({ environment = {}, env_file }: Service) => ({
  ...(env_file && dotEnv),
  ...Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, interpolate(value)]),
  ),
})
