#!/usr/bin/env node
import { OnedoorError } from '@onedoor/core';
import { VERSION } from '../start.js';
import { program } from './program.js';

try {
  await program(VERSION).parseAsync();
} catch (error) {
  // An expected failure is one sentence with cause and cure; a stack helps nobody who starts a server.
  process.stderr.write(
    `${error instanceof OnedoorError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
