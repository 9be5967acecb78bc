import { Command, CommanderError } from 'commander'
import { UserError } from '../platform/errors.ts'
import { product } from '../platform/product.ts'
import { backupCommands } from './backup.ts'
import { batchCommands } from './batches.ts'
import { databaseCommands } from './database.ts'
import { exitCodes } from './frame.ts'
import { importCommands } from './import.ts'
import { queryCommands } from './query.ts'
import { redactCommands } from './redact.ts'
import { settingsCommands } from './settings.ts'
import { repeatCommands } from './repeats.ts'
import { userCommands } from './users.ts'
import { verifyCommands } from './verify.ts'
import { wordCommands } from './words.ts'

const wrongUsage = 2

const program = new Command('cli')
  .description(
    `${product.name} ${product.version}\n命令行：与网页、接口用同一套函数 / the command line: the same functions as page and API`,
  )
  .version(product.version)
  .helpOption('-h, --help', '显示帮助 / show help')
  .helpCommand('help [command]', '显示某个命令的帮助 / show the help of a command')
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
数据 / data: MINGJING_DATA（默认 .data / by default .data）或 / or DATABASE_URL, DATABASE_OWNER_URL。服务器运行与否均可 / works whether the server runs or not.
${exitCodes}`,
  )
for (const one of [
  ...importCommands(),
  ...batchCommands(),
  ...wordCommands(),
  ...settingsCommands(),
  ...repeatCommands(),
  ...queryCommands(),
  ...verifyCommands(),
  ...redactCommands(),
  ...backupCommands(),
  ...databaseCommands(),
  ...userCommands(),
]) {
  program.addCommand(one)
}
letErrorsThrough(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** Commander ends the process by itself otherwise, with 1 for wrong usage too. */
function letErrorsThrough(command: Command): void {
  command.exitOverride()
  for (const one of command.commands) letErrorsThrough(one)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 || error.code === 'commander.help' ? error.exitCode && wrongUsage : wrongUsage
  }
  if (error instanceof UserError) {
    process.stderr.write(`${error.label.zh}\n${error.label.en}\n`)
    for (const { path, reason } of error.fields) process.stderr.write(`  ${path} ${reason}\n`)
    return 1
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
