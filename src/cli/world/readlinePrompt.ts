import readline from 'node:readline';
import { Failure } from '../../campaign/failure.ts';
import type { Prompt } from '../ports.ts';

/** Asks line by line. What is typed ahead is kept for the next question. */
export function readlinePrompt(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Prompt {
  const ask = (question: string) =>
    new Promise<string>((resolve, reject) => {
      const lines = readline.createInterface({ input, output, terminal: true });
      const leave = () => {
        lines.close();
        reject(new Failure('usage', 'left without an answer: nothing was done'));
      };
      lines.once('SIGINT', leave);
      lines.once('close', leave);
      lines.question(question, (answer) => {
        lines.off('close', leave);
        lines.close();
        resolve(answer);
      });
    });
  return {
    async text(question, byDefault) {
      const answer = await ask(byDefault ? `${question} [${byDefault}]: ` : `${question}: `);
      return answer.trim() === '' ? (byDefault ?? '') : answer;
    },
    async yes(question, byDefault) {
      const answer = (await ask(`${question} ${byDefault ? '[Y/n]' : '[y/N]'} `)).trim().toLowerCase();
      return answer === '' ? byDefault : answer.startsWith('y');
    },
  };
}
