# What each test is run with.
set(GREENSCOPE_TEST_ENVIRONMENT QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC
    LSAN_OPTIONS=suppressions=${GREENSCOPE_TESTS_DIR}/support/lsan.supp:print_suppressions=0)
if(GREENSCOPE_SANITIZE STREQUAL "thread")
  list(APPEND GREENSCOPE_TEST_ENVIRONMENT TSAN_OPTIONS=suppressions=${GREENSCOPE_TESTS_DIR}/support/tsan.supp)
endif()

# What tests of such a library include is compiled once, in the target beside it.
set(GREENSCOPE_TEST_LIBS_WITH_HEADERS greenscope_app greenscope_views engine_test_support)
set(GREENSCOPE_TEST_HEADERS widget_test_headers widget_test_headers engine_test_support)

# greenscope_test(name SOURCES file... [LIBS target...] [LABELS more...])
#
# A Qt Test executable test_<name>, known to ctest as <name>. Its folder below tests/, and each folder
# above that, is a label: `ctest -L '^views$'` runs a room's tests, `ctest -L '^views/time$'` those of one
# folder, and the targets tests-views and tests-views-time build them. LABELS adds others.
# Tests may #include "support/...". The first of SOURCES has the test's class, and ends with #include "<file>.moc".
function(greenscope_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS;LABELS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "greenscope_test(${name}): expected SOURCES and LIBS, got: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  # A build of the engine alone leaves out the tests that need more than it has.
  if(GREENSCOPE_ENGINE_ONLY)
    foreach(lib IN LISTS arg_LIBS)
      if(NOT TARGET ${lib})
        return()
      endif()
    endforeach()
  endif()

  file(RELATIVE_PATH folder ${GREENSCOPE_TESTS_DIR} ${CMAKE_CURRENT_SOURCE_DIR})

  add_executable(test_${name} ${arg_SOURCES})
  # Exports: reports of crashes and of failed allocations name functions.
  set_target_properties(test_${name} PROPERTIES ENABLE_EXPORTS ON)
  # AUTOMOC would look for it, and compile a file more, for each of a hundred tests.
  list(GET arg_SOURCES 0 test_source)
  cmake_path(GET test_source STEM test_class)
  set(moc_folder ${CMAKE_CURRENT_BINARY_DIR}/moc_${name})
  qt6_generate_moc(${test_source} ${moc_folder}/${test_class}.moc TARGET test_${name})
  target_sources(test_${name} PRIVATE ${moc_folder}/${test_class}.moc)
  target_include_directories(test_${name} PRIVATE ${GREENSCOPE_TESTS_DIR} ${moc_folder})
  target_link_libraries(test_${name} PRIVATE ${arg_LIBS} Qt6::Test greenscope_options)
  # Read once instead of for each test.
  foreach(lib headers IN ZIP_LISTS GREENSCOPE_TEST_LIBS_WITH_HEADERS GREENSCOPE_TEST_HEADERS)
    if(lib IN_LIST arg_LIBS)
      target_precompile_headers(test_${name} REUSE_FROM ${headers})
      break()
    endif()
  endforeach()

  set(labels ${arg_LABELS})
  while(NOT folder STREQUAL "")
    list(APPEND labels ${folder})
    cmake_path(GET folder PARENT_PATH folder)
  endwhile()
  foreach(label IN LISTS labels)
    string(REPLACE "/" "-" target "tests-${label}")
    if(NOT TARGET ${target})
      add_custom_target(${target})
    endif()
    add_dependencies(${target} test_${name})
  endforeach()

  add_test(NAME ${name} COMMAND test_${name})
  set(seconds 120)
  if(GREENSCOPE_SANITIZE)
    set(seconds 480)  # they slow everything down, the thread sanitizer most
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${seconds} ENVIRONMENT "${GREENSCOPE_TEST_ENVIRONMENT}")
endfunction()
