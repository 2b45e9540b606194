"""P48 系统健康: what `anju doctor` knows, in words a property manager understands, with a button where one can mend it."""
