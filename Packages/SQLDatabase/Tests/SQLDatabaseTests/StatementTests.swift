import SQLDatabase
import Testing
