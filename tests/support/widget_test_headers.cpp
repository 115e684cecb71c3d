// Nothing: this target is the headers that it compiles beforehand (see CMakeLists.txt).
