"""CHANGE: one function per thing somebody does; never commits, never asks the clock."""
