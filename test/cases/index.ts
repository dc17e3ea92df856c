import type { Case } from "./case.ts";

export const allCases: readonly Case[] = [];
