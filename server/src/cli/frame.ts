import { Command } from 'commander'

/** Options that every command on a database takes. */
export type DatabaseOptions = { as?: string; demo?: boolean; real?: boolean }

export const exitCodes = `
退出码 / exit codes:
  0  完成 / done as asked
  1  未完成或发现问题 / not done, or something was found
  2  用法错误 / wrong usage`

/** A command whose help is complete: two languages, exit codes, an example. */
export function command(signature: string, description: string, after = ''): Command {
  const [name, ...args] = signature.split(' ')
  const made = new Command(name)
  // An empty list of arguments would be one argument without a name.
  if (args.length > 0) made.arguments(args.join(' '))
  return made.description(description).addHelpText('after', `${after ? `\n${after}\n` : ''}${exitCodes}`)
}

/** Adds the options of a command on a database. */
export function onDatabase(made: Command): Command {
  return made
    .option('--as <user>', '以此用户执行（默认 cli） / act as this user (default cli)', 'cli')
    .option('--demo', '用演示库 / use the demo')
    .option('--real', '用本单位的库 / use the office’s own database')
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
